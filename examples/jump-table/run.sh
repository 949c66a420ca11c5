for program in by-name by-slot both; do
    echo "$program.exe, its .text, and its exit code:"
    mydump /nologo /section:.text /rawdata $program.exe | grep '^  [0-9A-F]*: '
    $RUN $program.exe
    echo "  $?"
done
