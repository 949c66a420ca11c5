# hint: sort the places
# loses: 4 5 6
s/if (!sorted) qsort.*$//
