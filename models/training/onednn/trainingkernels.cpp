#include "training/onednn/trainingkernels.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace inceptoscope {

namespace {

constexpr std::size_t lanes = 8;
using Floats [[gnu::vector_size(lanes * sizeof(float))]] = float;
using Words [[gnu::vector_size(lanes * sizeof(std::uint32_t))]] = std::uint32_t;
using Halves [[gnu::vector_size(lanes * sizeof(std::uint16_t))]] = std::uint16_t;

/// So many rows are added up in float before the sum goes on in double.
constexpr std::size_t rowsInFloat = 64;

[[gnu::always_inline]] inline void load(const float *from, Floats &values)
{
    std::memcpy(&values, from, sizeof values);
}

[[gnu::always_inline]] inline void load(const Brain *from, Floats &values)
{
    Halves halves;
    std::memcpy(&halves, from, sizeof halves);
    const Words words = __builtin_convertvector(halves, Words) << 16U;
    std::memcpy(&values, &words, sizeof values);
}

[[gnu::always_inline]] inline void store(const Floats &values, float *to)
{
    std::memcpy(to, &values, sizeof values);
}

/// Rounded to the nearest, ties to even; NaN stays one.
[[gnu::always_inline]] inline void store(const Floats &values, Brain *to)
{
    Words words;
    std::memcpy(&words, &values, sizeof words);
    const Words rounded = (words + 0x7fffU + ((words >> 16U) & 1U)) >> 16U;
    const Words kept = (words & 0x7fffffffU) > 0x7f800000U ? Words{} + 0x7fc0U : rounded;
    const Halves halves = __builtin_convertvector(kept, Halves);
    std::memcpy(to, &halves, sizeof halves);
}

/// `count` lanes of a group; the others are 0.
template<typename Stored>
[[gnu::always_inline]] inline void load(const Stored *from, std::size_t count, Floats &values)
{
    if (count == lanes)
        return load(from, values);
    Stored padded[lanes] = {};
    std::copy_n(from, count, padded);
    load(padded, values);
}

template<typename Stored>
[[gnu::always_inline]] inline void store(const Floats &values, std::size_t count, Stored *to)
{
    if (count == lanes)
        return store(values, to);
    Stored padded[lanes];
    store(values, padded);
    std::copy_n(padded, count, to);
}

/// A ReLU that NaN passes.
[[gnu::always_inline]] inline void clip(Floats &values)
{
    values = values < 0.0F ? Floats{} : values;
}

/// Leaves what the ReLU let through.
[[gnu::always_inline]] inline void mask(const Floats &above, Floats &values)
{
    values = above > 0.0F ? values : Floats{};
}

[[gnu::always_inline]] inline void add(const Floats &values, std::size_t count, double *sums)
{
    for (std::size_t lane = 0; lane < count; ++lane)
        sums[lane] += static_cast<double>(values[lane]);
}

[[gnu::always_inline]] inline std::size_t lanesFrom(std::size_t first, std::size_t end)
{
    return std::min(lanes, end - first);
}

template<typename Stored>
[[gnu::always_inline]] inline void addSums(const Stored *x, CellRange range, double *sum,
                                           double *squares)
{
    for (std::size_t begin = 0; begin < range.rows; begin += rowsInFloat) {
        const std::size_t rows = std::min(rowsInFloat, range.rows - begin);
        for (std::size_t first = 0; first < range.channels; first += lanes) {
            const std::size_t count = lanesFrom(first, range.channels);
            const Stored *from = x + begin * range.channels + first;
            Floats own{};
            Floats square{};
            for (std::size_t row = 0; row < rows; ++row, from += range.channels) {
                Floats value;
                load(from, count, value);
                own += value;
                square += value * value;
            }
            add(own, count, sum + first);
            add(square, count, squares + first);
        }
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void applyAffine(const Stored *x, CellRange range,
                                               const Affine &affine, Stored *y)
{
    for (std::size_t row = 0; row < range.rows; ++row) {
        for (std::size_t first = 0; first < range.channels; first += lanes) {
            const std::size_t count = lanesFrom(first, range.channels);
            const std::size_t at = row * range.channels + first;
            Floats value;
            Floats factor;
            Floats shift;
            load(x + at, count, value);
            load(affine.factor + first, count, factor);
            load(affine.shift + first, count, shift);
            value = factor * value + shift;
            if (affine.relu)
                clip(value);
            store(value, count, y + at);
        }
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void addGradientSums(const Stored *dy, const Stored *x,
                                                   CellRange range, const Affine &affine,
                                                   double *sum, double *products)
{
    for (std::size_t begin = 0; begin < range.rows; begin += rowsInFloat) {
        const std::size_t rows = std::min(rowsInFloat, range.rows - begin);
        for (std::size_t first = 0; first < range.channels; first += lanes) {
            const std::size_t count = lanesFrom(first, range.channels);
            std::size_t at = begin * range.channels + first;
            Floats factor;
            Floats shift;
            load(affine.factor + first, count, factor);
            load(affine.shift + first, count, shift);
            Floats own{};
            Floats product{};
            for (std::size_t row = 0; row < rows; ++row, at += range.channels) {
                Floats gradient;
                Floats value;
                load(dy + at, count, gradient);
                load(x + at, count, value);
                if (affine.relu)
                    mask(factor * value + shift, gradient);
                own += gradient;
                product += gradient * value;
            }
            add(own, count, sum + first);
            add(product, count, products + first);
        }
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void applyAffineBack(const Stored *dy, const Stored *x,
                                                   CellRange range, const Affine &affine,
                                                   const float *const f[3], Stored *dx)
{
    for (std::size_t row = 0; row < range.rows; ++row) {
        for (std::size_t first = 0; first < range.channels; first += lanes) {
            const std::size_t count = lanesFrom(first, range.channels);
            const std::size_t at = row * range.channels + first;
            Floats gradient;
            Floats value;
            load(dy + at, count, gradient);
            load(x + at, count, value);
            if (affine.relu) {
                Floats factor;
                Floats shift;
                load(affine.factor + first, count, factor);
                load(affine.shift + first, count, shift);
                mask(factor * value + shift, gradient);
            }
            Floats factors[3];
            for (std::size_t i = 0; i < 3; ++i)
                load(f[i] + first, count, factors[i]);
            gradient = factors[0] * gradient + factors[1] * value + factors[2];
            store(gradient, count, dx + at);
        }
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void addScaledTo(const Stored *trunk, const Stored *residual,
                                               std::size_t count, float scale, bool relu, Stored *y)
{
    for (std::size_t i = 0; i < count; i += lanes) {
        const std::size_t some = lanesFrom(i, count);
        Floats sum;
        Floats added;
        load(trunk + i, some, sum);
        load(residual + i, some, added);
        sum += scale * added;
        if (relu)
            clip(sum);
        store(sum, some, y + i);
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void applyScaleBack(const Stored *dy, const Stored *y,
                                                  std::size_t count, float scale, bool relu,
                                                  Stored *dx)
{
    for (std::size_t i = 0; i < count; i += lanes) {
        const std::size_t some = lanesFrom(i, count);
        Floats gradient;
        load(dy + i, some, gradient);
        if (relu) {
            Floats above;
            load(y + i, some, above);
            mask(above, gradient);
        }
        gradient *= scale;
        store(gradient, some, dx + i);
    }
}

template<typename Stored>
[[gnu::always_inline]] inline void addTo(const Stored *from, std::size_t count, Stored *to)
{
    for (std::size_t i = 0; i < count; i += lanes) {
        const std::size_t some = lanesFrom(i, count);
        Floats sum;
        Floats added;
        load(to + i, some, sum);
        load(from + i, some, added);
        sum += added;
        store(sum, some, to + i);
    }
}

/// Compiled for what every processor has; and, below, for more.
// NOLINTBEGIN(bugprone-macro-parentheses): an attribute has no parentheses.
#define INCEPTOSCOPE_KERNELS(NAME, TARGET)                                                         \
    template<typename Stored> struct NAME                                                          \
    {                                                                                              \
        TARGET static void sums(const Stored *x, CellRange range, double *sum, double *squares)    \
        {                                                                                          \
            addSums(x, range, sum, squares);                                                       \
        }                                                                                          \
        TARGET static void normalise(const Stored *x, CellRange range, const Affine &affine,       \
                                     Stored *y)                                                    \
        {                                                                                          \
            applyAffine(x, range, affine, y);                                                      \
        }                                                                                          \
        TARGET static void gradientSums(const Stored *dy, const Stored *x, CellRange range,        \
                                        const Affine &affine, double *sum, double *products)       \
        {                                                                                          \
            addGradientSums(dy, x, range, affine, sum, products);                                  \
        }                                                                                          \
        TARGET static void normaliseBack(const Stored *dy, const Stored *x, CellRange range,       \
                                         const Affine &affine, const float *const f[3],            \
                                         Stored *dx)                                               \
        {                                                                                          \
            applyAffineBack(dy, x, range, affine, f, dx);                                          \
        }                                                                                          \
        TARGET static void addScaled(const Stored *trunk, const Stored *residual,                  \
                                     std::size_t count, float scale, bool relu, Stored *y)         \
        {                                                                                          \
            addScaledTo(trunk, residual, count, scale, relu, y);                                   \
        }                                                                                          \
        TARGET static void scaleBack(const Stored *dy, const Stored *y, std::size_t count,         \
                                     float scale, bool relu, Stored *dx)                           \
        {                                                                                          \
            applyScaleBack(dy, y, count, scale, relu, dx);                                         \
        }                                                                                          \
        TARGET static void accumulate(const Stored *from, std::size_t count, Stored *to)           \
        {                                                                                          \
            addTo(from, count, to);                                                                \
        }                                                                                          \
        static constexpr TrainingKernels<Stored> all{                                              \
            sums, normalise, gradientSums, normaliseBack, addScaled, scaleBack, accumulate};       \
    }

INCEPTOSCOPE_KERNELS(Plain, );
#if defined(__x86_64__)
INCEPTOSCOPE_KERNELS(Fast, [[gnu::target("avx2,fma")]]);
#endif
#undef INCEPTOSCOPE_KERNELS
// NOLINTEND(bugprone-macro-parentheses)

} // namespace

template<typename Stored> const TrainingKernels<Stored> &trainingKernels()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return Fast<Stored>::all;
#endif
    return Plain<Stored>::all;
}

template const TrainingKernels<float> &trainingKernels();
template const TrainingKernels<Brain> &trainingKernels();

} // namespace inceptoscope
