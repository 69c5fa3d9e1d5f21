#pragma once

// For clang-tidy alone, which comes without an OpenMP and cannot read GCC's: what is called here.
extern "C" {
void omp_set_num_threads(int threads);
int omp_get_max_threads(void);
int omp_get_num_threads(void);
int omp_get_thread_num(void);
void omp_set_dynamic(int dynamic);
void omp_set_max_active_levels(int levels);
int omp_get_max_active_levels(void);
int omp_get_thread_limit(void);
}
