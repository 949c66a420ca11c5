$RUN compilation.exe
