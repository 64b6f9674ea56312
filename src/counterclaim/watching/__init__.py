"""Watching: feeds and folders looked at again and again, politely, and what is new handed on.

plan        FILE.toml → Plan: feeds and folders, how often, how long between two requests to a host
memory      what was seen, in a file, so that a restart goes on
manners     one request at a time, with pauses, and only what robots.txt allows
look        one pass, or until it is stopped
command     what the command line does with it
"""
