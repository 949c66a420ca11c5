$RUN two.exe
echo "exit code $?"
