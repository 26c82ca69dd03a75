// title: Accelerators with their figures
// question: How do accelerators compare in memory and power?

MATCH (c:Chip)
RETURN c.id AS chip, c.name AS name, coalesce(c.released_on_stated, toString(c.released_on)) AS released_on, c.memory_bytes AS memory_bytes, c.tdp_w AS tdp_w,
       c.process_nm AS process_nm
ORDER BY released_on DESC, chip
