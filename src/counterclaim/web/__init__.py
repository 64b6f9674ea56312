"""The pages of ``counterclaim serve``: they show what the other modules return and add no logic of their own.

app        one table of routes, and create_app
asked      what a view is given: the person, the query, the form, the files
answers    what a view gives back, once; HTML, JSON, CSV … are renderings of it by suffix
site       the ledger, the kept checks and the running jobs behind the pages
words      the interface in English, Ukrainian and Russian
views/     a module a page        templates/, static/   their HTML, style and few scripts
serving    the verb
"""
