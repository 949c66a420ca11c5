$RUN host.exe
