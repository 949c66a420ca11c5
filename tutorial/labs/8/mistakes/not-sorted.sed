# hint: sort the places
s/if (!sorted) qsort.*$//
