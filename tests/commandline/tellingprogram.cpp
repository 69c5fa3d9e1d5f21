#include <cstdio>
#include <cstdlib>
#include <omp.h>

/// In the place of the program, what main() calls: tells what a child of it would inherit.
extern "C" int inceptoscopeProgram(int, char **)
{
    const char *count = std::getenv("GOMP_SPINCOUNT");
    std::printf("GOMP_SPINCOUNT: %s\n", count ? count : "none");
    return omp_get_max_threads() > 0 ? 0 : 1; // OpenMP is loaded with it
}
