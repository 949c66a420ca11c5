$RUN hello.exe
