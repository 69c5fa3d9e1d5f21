# Settings every target of the project shares. Kept away from what find_package(Torch) sets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# The program, its libraries and its tests find each other in the build folder and when installed.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_BUILD_RPATH "$ORIGIN")
set(CMAKE_INSTALL_RPATH "$ORIGIN;$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()

add_library(inceptoscope_compiler INTERFACE)
target_compile_options(inceptoscope_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 warns of string concatenation itself (its bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # libstdc++'s own std::stable_sort uses what it calls deprecated.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<BOOL:${INCEPTOSCOPE_WARNINGS_AS_ERRORS}>:-Werror>)
if(INCEPTOSCOPE_SANITIZE)
  target_compile_options(inceptoscope_compiler INTERFACE
    -fsanitize=${INCEPTOSCOPE_SANITIZE} -fno-omit-frame-pointer
    # False alarms in libstdc++'s <regex> where the code is instrumented.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(inceptoscope_compiler INTERFACE -fsanitize=${INCEPTOSCOPE_SANITIZE})
endif()
