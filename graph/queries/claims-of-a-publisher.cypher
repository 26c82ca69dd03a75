// title: Claims by publisher
// question: Whose pages carry how many claims?
MATCH (s:Source) RETURN s.publisher AS publisher, count(*) AS pages ORDER BY pages DESC, publisher LIMIT 50
