$RUN hello.exe
echo "exit code $?"
