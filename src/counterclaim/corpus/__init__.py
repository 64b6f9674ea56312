"""Corpora: the same reader over an archive of the web, on the processors of one machine or on a cluster.

shards      inputs → shards: what one worker reads at a time, cut the same way on every run
reading     one pure function: a record batch of pages → record batches of documents, claims, evidence, refusals
writing     a shard's rows as Parquet by year, written beside and renamed; then its row of the manifest
child       the process that reads shards, fenced and replaceable
engines     who reads which shard: processes here, or Spark
folder      the corpus as a folder: its settings, its lock, its manifest
grouping    copies across shards; a claim told in a thousand pages is one claim with a thousand sightings
querying    DuckDB over the Parquet files, and claims as the rest of the program knows them
following   a stream: what is new, held against what is known; a digest a day
command     the command line
"""
