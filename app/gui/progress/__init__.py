"""How fast something long goes, when it will be over, and where the desktop shows that."""
