"""How compiled rules see the world: as the addresses of its tables.

In Python a :class:`~sim.world.tables.World` holds NumPy tables and ``world.champions[3].energy`` reads a row. Compiled,
the same expression follows an address that was taken once. Handing over some twenty arrays one by one, with their
counts of references, made the same rules ten times slower and their compilation five times longer; making sizes part
of a type would mean another compilation for every size of community.

The world must outlive the call: whoever calls a rule holds the world.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import (
    NativeValue,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np import numpy_support

from sim.world.tables import TABLES, World

_WORD = ir.IntType(64)


class WorldType(types.Type):
    """The world, compiled: the address of its header."""

    def __init__(self) -> None:
        super().__init__(name="World")


class TableType(types.Type):
    """One table, compiled: the address of its first row, and how many rows it has."""

    def __init__(self, name: str) -> None:
        self.table = name
        self.row = numpy_support.from_dtype(TABLES[name])
        super().__init__(name=f"Table({name})")


WORLD = WorldType()
World._numba_type_ = WORLD  # without this attribute Numba looks the type up in Python at every call from there


@typeof_impl.register(World)
def _type_of_world(_world: World, _context: Any) -> WorldType:
    return WORLD


@register_model(WorldType)
class _WorldModel(models.PrimitiveModel):
    def __init__(self, manager: Any, its_type: Any) -> None:
        super().__init__(manager, its_type, _WORD)


@register_model(TableType)
class _TableModel(models.StructModel):
    def __init__(self, manager: Any, its_type: Any) -> None:
        super().__init__(manager, its_type, [("address", types.int64), ("rows", types.int64)])


@unbox(WorldType)
def _unbox_world(_type: WorldType, instance: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(instance, "address")
    address = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _WorldAttributes(AttributeTemplate):
    key = WorldType

    def generic_resolve(self, _world: WorldType, name: str) -> TableType | None:
        return TableType(name) if name in TABLES else None


@lower_getattr_generic(WorldType)
def _table_of_world(context: Any, builder: Any, _type: WorldType, world: Any, name: str) -> Any:
    header = builder.inttoptr(world, _WORD.as_pointer())
    place = 2 * list(TABLES).index(name)
    table = cgutils.create_struct_proxy(TableType(name))(context, builder)
    table.address = _constant_load(builder, header, place)
    table.rows = _constant_load(builder, header, place + 1)
    return table._getvalue()


def _constant_load(builder: Any, header: Any, place: int) -> Any:
    """Load a word of the header, telling LLVM that it never changes, so that one load serves a whole loop."""
    loaded = builder.load(builder.gep(header, [ir.Constant(ir.IntType(32), place)]))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@infer_global(len)
class _TableLength(AbstractTemplate):
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        if len(arguments) == 1 and isinstance(arguments[0], TableType):
            return signature(types.intp, *arguments)
        return None


@lower_builtin(len, TableType)
def _length_of_table(context: Any, builder: Any, its_signature: Any, arguments: Any) -> Any:
    return cgutils.create_struct_proxy(its_signature.args[0])(context, builder, value=arguments[0]).rows


@infer_global(operator.getitem)
class _TableRow(AbstractTemplate):
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        table, index = arguments
        if isinstance(table, TableType) and isinstance(index, types.Integer):
            return signature(table.row, table, types.intp)
        return None


def _row_pointer(context: Any, builder: Any, its_type: TableType, table: Any, index: Any) -> Any:
    proxy = cgutils.create_struct_proxy(its_type)(context, builder, value=table)
    offset = builder.mul(index, ir.Constant(_WORD, its_type.row.size))
    return builder.inttoptr(builder.add(proxy.address, offset), context.get_value_type(its_type.row))


@lower_builtin(operator.getitem, TableType, types.Integer)
def _row_of_table(context: Any, builder: Any, its_signature: Any, arguments: Any) -> Any:
    return _row_pointer(context, builder, its_signature.args[0], *arguments)


@infer_global(operator.setitem)
class _TableAssignment(AbstractTemplate):
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        table, index, row = arguments
        if isinstance(table, TableType) and isinstance(index, types.Integer) and row == table.row:
            return signature(types.none, table, types.intp, row)
        return None


@lower_builtin(operator.setitem, TableType, types.Integer, types.Record)
def _replace_row(context: Any, builder: Any, its_signature: Any, arguments: Any) -> Any:
    its_type = its_signature.args[0]
    table, index, row = arguments
    target = _row_pointer(context, builder, its_type, table, index)
    cgutils.raw_memcpy(builder, target, row, ir.Constant(_WORD, its_type.row.size), 1)
    return context.get_dummy_value()
