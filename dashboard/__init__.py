"""The dashboard of Sobremesa: a person explores futures in a browser. Importing it does nothing."""
