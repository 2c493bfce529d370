"""The evidence graph for other programs and for people.

============ ==================== ===========================================================
format       written              for
============ ==================== ===========================================================
``graphml``  one file             networkx, yEd, igraph
``gexf``     one file             Gephi
``jsonld``   one file             programs that know the W3C's Data Privacy Vocabulary
``tables``   a folder of two CSV  spreadsheets and statistics
``png``      one file a person    print
``svg``      one file a person    print and the web
``html``     one file a person    a browser, without any network: hover, click, evidence
============ ==================== ===========================================================

The first four come back as they were written: :func:`read_graph`.
"""

from auditor.report.graphs.reading import read_graph
from auditor.report.graphs.writing import FORMATS, graph_bytes, write_graph

__all__ = ["FORMATS", "graph_bytes", "read_graph", "write_graph"]
