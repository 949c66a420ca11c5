# mylink-msvc.cmake - CMake builds Windows programs on Linux with Microsoft's conventions: clang-cl compiles, mylink links,
# mylib makes the libraries.
#
#   cmake -B out -DCMAKE_TOOLCHAIN_FILE=/path/to/mylink-msvc.cmake SOURCE
#   cmake --build out
#
# Needed: clang-cl (Debian: clang-tools-NN, or a link of that name to clang), and mylink and mylib, built beside this
# file's folder, installed, or on PATH. Without Microsoft's SDK the import libraries that come with mylink are there
# (kernel32.lib ...), but no headers and no C library: such programs name their entry point and need /NODEFAULTLIB. With
# an SDK, set INCLUDE and LIB as its own command prompt does, with Linux paths and ';' between them.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR AMD64)

set(names clang-cl clang-cl-22 clang-cl-21 clang-cl-20 clang-cl-19 clang-cl-18 clang-cl-17 clang-cl-16 clang-cl-15 clang-cl-14)
find_program(MYLINK_CLANG_CL NAMES ${names} REQUIRED)
set(tools ${CMAKE_CURRENT_LIST_DIR}/../../../build ${CMAKE_CURRENT_LIST_DIR}/../../../bin)
find_program(MYLINK NAMES mylink HINTS ${tools} REQUIRED)
find_program(MYLIB NAMES mylib HINTS ${tools} REQUIRED)

foreach(language C CXX)
  set(CMAKE_${language}_COMPILER ${MYLINK_CLANG_CL})
  set(CMAKE_${language}_COMPILER_TARGET x86_64-pc-windows-msvc)
endforeach()
set(CMAKE_LINKER ${MYLINK})
set(CMAKE_AR ${MYLIB})

# CMake's test programs need a C library; without an SDK only compiling can be tried.
if(NOT DEFINED ENV{LIB})
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
endif()
# CMake reads the first and does not run Microsoft's manifest tool behind each link; mylink obeys the second and embeds one.
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT "/MANIFEST:NO /MANIFEST:EMBED")
endforeach()

# For ctest and for programs that a build runs.
find_program(CMAKE_CROSSCOMPILING_EMULATOR NAMES wine wine64 myload HINTS ${tools})
