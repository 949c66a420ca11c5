# mylink-mingw.cmake - CMake builds Windows programs on Linux: clang compiles, mingw-w64's headers and libraries, mylink links.
#
#   cmake -B out -DCMAKE_TOOLCHAIN_FILE=/path/to/mylink-mingw.cmake [-DMYLINK_TARGET=x86_64|i686] SOURCE
#   cmake --build out
#
# Needed: clang 12 or later, Debian's gcc-mingw-w64 (for its libraries), and mylink, built beside this file's folder,
# installed, or on PATH. CMake copies the settings into its small test projects, hence MYLINK_TARGET in the list below.
set(MYLINK_TARGET x86_64 CACHE STRING "x86_64 or i686")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MYLINK_TARGET)

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ${MYLINK_TARGET})
set(triple ${MYLINK_TARGET}-w64-mingw32)

find_program(MYLINK_CLANG NAMES clang clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang-15 clang-14 REQUIRED)
find_program(MYLINK_CLANGXX NAMES clang++ clang++-22 clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16 clang++-15 clang++-14)
find_program(MYLINK_LD NAMES ld.mylink HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../build ${CMAKE_CURRENT_LIST_DIR}/../../../bin REQUIRED)
find_program(MYLINK_GCC NAMES ${triple}-gcc-posix ${triple}-gcc ${triple}-gcc-win32 REQUIRED) # std::thread needs the first

# Clang finds mingw-w64's own folder, but not always those of gcc's run-time library and of its C++ headers.
execute_process(COMMAND ${MYLINK_GCC} -print-libgcc-file-name OUTPUT_VARIABLE libgcc OUTPUT_STRIP_TRAILING_WHITESPACE)
get_filename_component(libgcc_folder ${libgcc} DIRECTORY)

foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_TARGET ${triple})
endforeach()
set(CMAKE_C_COMPILER ${MYLINK_CLANG})
if(MYLINK_CLANGXX)
  set(CMAKE_CXX_COMPILER ${MYLINK_CLANGXX})
endif()
set(cxx_headers ${libgcc_folder}/include/c++)
if(EXISTS ${cxx_headers})
  set(CMAKE_CXX_FLAGS_INIT "-nostdinc++ -isystem ${cxx_headers} -isystem ${cxx_headers}/${triple}")
endif()
find_program(CMAKE_RC_COMPILER NAMES ${triple}-windres)
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT "--ld-path=${MYLINK_LD} -L${libgcc_folder}")
endforeach()

set(CMAKE_FIND_ROOT_PATH /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

# For ctest and for programs that a build runs.
find_program(CMAKE_CROSSCOMPILING_EMULATOR NAMES wine wine64 myload HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../build)
