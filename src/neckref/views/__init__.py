"""What people look at: report.html, graph.html, graph.svg and PNG. Each view is `render(EvidenceMap)`."""
