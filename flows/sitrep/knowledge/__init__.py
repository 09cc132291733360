"""Facts as data files: states, armed groups, organizations, office holders, institutions and role words."""

from sitrep.knowledge.load import Body, Country, Institution, Knowledge, KnowledgeError, Office, Roles, load
from sitrep.knowledge.own_folder import own_folder, use

__all__ = ["Body", "Country", "Institution", "Knowledge", "KnowledgeError", "Office", "Roles", "load", "own_folder", "use"]
