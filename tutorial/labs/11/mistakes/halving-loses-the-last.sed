# hint: Halving must reach
# loses: 2 3 9
/^static bool find_name(/,/^}/s/high = exporter->exports.name_count;/high = exporter->exports.name_count - 1;/
