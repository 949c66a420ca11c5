for program in by-name by-slot both; do
    echo "$program:"
    mydump /nologo /section:.text /rawdata $program.exe | grep '^  00000001'
    $RUN $program.exe
    echo "exit code $?"
done
