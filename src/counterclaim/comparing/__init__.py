"""A body of claims on the table: which answer the same question, how they stand to each other, what they come to.

    questions    the question a claim answers, when it holds, who says it      ladder     how two claims stand
    echoes       copies and their origins                                      incidents  reports of one event
    portraits    what a source claimed, beside the record                      estimate   a curve with a credible band
    laying       the table of ``compare``      plots, charts  what is drawn    command    the verb

Pure functions over ``Kept`` claims and the record; the order in which claims come changes nothing.
"""
