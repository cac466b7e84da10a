"""The page in the browser: a module a tab, over one server; the only home of Gradio."""
