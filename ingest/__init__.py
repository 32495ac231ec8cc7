"""Documents in, an index version out: reading, cleaning, cutting, storing.

Its public names live in its modules (`ingest.records`, `ingest.config`, `ingest.pipeline`, …), so that importing the
package costs nothing.
"""
