$RUN tls.exe
