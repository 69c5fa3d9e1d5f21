#include "engine/onednn/winogradkernels.h"

#include "engine/onednn/linetransform.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace inceptoscope {

namespace {

constexpr std::size_t asSize(int value)
{
    return static_cast<std::size_t>(value);
}

std::size_t cellsOf(const GridShape &shape)
{
    return asSize(shape.height) * asSize(shape.width);
}

/// One cell of a group of channels.
template<int lanes> struct Group
{
    using Vector [[gnu::vector_size(lanes * sizeof(float))]] = float;

    Vector values;

    [[gnu::always_inline]] static Group load(const float *from)
    {
        Group group;
        std::memcpy(&group.values, from, sizeof group.values);
        return group;
    }

    [[gnu::always_inline]] void store(float *to) const { std::memcpy(to, &values, sizeof values); }
};

template<int outputs, int taps> inline constexpr auto line = lineTransform<outputs, taps>();

/// out[row] = Σ matrix[row][column] · in[column], for a group of channels each. Unrolled, so that
/// the matrix's numbers become part of the instructions and its zeros cost nothing.
template<const auto &matrix, int lanes>
[[gnu::always_inline]] inline void apply(const float *in, std::size_t inStride, float *out,
                                         std::size_t outStride)
{
    constexpr std::size_t rows = matrix.size();
    constexpr std::size_t columns = matrix[0].size();
    Group<lanes> given[columns];
#pragma GCC unroll 16
    for (std::size_t column = 0; column < columns; ++column)
        given[column] = Group<lanes>::load(in + column * inStride);
#pragma GCC unroll 16
    for (std::size_t row = 0; row < rows; ++row) {
        Group<lanes> sum{};
        bool begun = false;
#pragma GCC unroll 16
        for (std::size_t column = 0; column < columns; ++column) {
            const auto factor = static_cast<float>(matrix[row][column]);
            if (factor == 0.0F)
                continue;
            sum.values =
                begun ? sum.values + factor * given[column].values : factor * given[column].values;
            begun = true;
        }
        sum.store(out + row * outStride);
    }
}

/// A tile's cells of one group; zeros beyond the grid.
template<int lanes>
[[gnu::always_inline]] inline void loadPatch(const float *cells, Extent grid, Extent first,
                                             Extent points, float *patch)
{
    const int top = std::max(-first.height, 0);
    const int bottom = std::min(points.height, grid.height - first.height);
    const int left = std::max(-first.width, 0);
    const int right = std::min(points.width, grid.width - first.width);
    if (bottom - top < points.height || right - left < points.width)
        std::fill_n(patch, points.height * points.width * lanes, 0.0F);
    for (int row = top; row < bottom; ++row) {
        const std::size_t cell =
            asSize(first.height + row) * asSize(grid.width) + asSize(first.width + left);
        const float *from = cells + cell * lanes;
        float *to = patch + asSize(row * points.width + left) * lanes;
        for (int i = 0; i < (right - left) * lanes; i += lanes)
            Group<lanes>::load(from + i).store(to + i);
    }
}

/// A tile's results of one group, but for those beyond the grid.
template<int lanes>
[[gnu::always_inline]] inline void storeTile(const float *tile, Extent outputs, Extent first,
                                             Extent grid, Finish finish, float *cells)
{
    const int rows = std::min(outputs.height, grid.height - first.height);
    const int columns = std::min(outputs.width, grid.width - first.width);
    const auto bias = Group<lanes>::load(finish.bias);
    using Vector = typename Group<lanes>::Vector;
    const Vector least = Vector{} + (finish.relu ? 0.0F : -std::numeric_limits<float>::infinity());
    for (int row = 0; row < rows; ++row) {
        const std::size_t cell =
            asSize(first.height + row) * asSize(grid.width) + asSize(first.width);
        const float *from = tile + asSize(row * outputs.width) * lanes;
        float *to = cells + cell * lanes;
        for (int i = 0; i < columns * lanes; i += lanes) {
            Group<lanes> sum = Group<lanes>::load(from + i);
            sum.values += bias.values;
            sum.values = sum.values < least ? least : sum.values; // NaN stays
            sum.store(to + i);
        }
    }
}

template<const auto &rows, const auto &columns, int lanes>
[[gnu::always_inline]] inline void inputTile(const WinogradShape &shape, const float *in,
                                             Extent tile, float *transformed, std::size_t stride)
{
    constexpr Extent points{rows.points, columns.points};
    constexpr std::size_t lineFloats = asSize(points.width) * lanes;
    alignas(64) float patch[asSize(points.height) * lineFloats];
    alignas(64) float half[asSize(points.height) * lineFloats];
    const Extent first{tile.height * rows.outputs - shape.before.height,
                       tile.width * columns.outputs - shape.before.width};
    for (int group = 0; group < shape.in.channels / lanes; ++group) {
        loadPatch<lanes>(in + asSize(group) * cellsOf(shape.in) * lanes, shape.in.grid(), first,
                         points, patch);
        for (std::size_t row = 0; row < asSize(points.height); ++row)
            apply<columns.input, lanes>(patch + row * lineFloats, lanes, half + row * lineFloats,
                                        lanes);
        float *to = transformed + asSize(group) * lanes;
        for (std::size_t column = 0; column < asSize(points.width); ++column)
            apply<rows.input, lanes>(half + column * lanes, lineFloats, to + column * stride,
                                     asSize(points.width) * stride);
    }
}

template<const auto &rows, const auto &columns, int lanes>
[[gnu::always_inline]] inline void outputTile(const WinogradShape &shape, const float *products,
                                              std::size_t stride, Extent tile, Finish finish,
                                              float *out)
{
    constexpr Extent outputs{rows.outputs, columns.outputs};
    constexpr std::size_t lineFloats = asSize(outputs.width) * lanes;
    alignas(64) float half[asSize(rows.points) * lineFloats];
    alignas(64) float results[asSize(outputs.height) * lineFloats];
    const Extent first{tile.height * outputs.height, tile.width * outputs.width};
    for (int group = 0; group < shape.out.channels / lanes; ++group) {
        const float *from = products + asSize(group) * lanes;
        for (std::size_t row = 0; row < asSize(rows.points); ++row)
            apply<columns.output, lanes>(from + row * asSize(columns.points) * stride, stride,
                                         half + row * lineFloats, lanes);
        for (std::size_t column = 0; column < asSize(outputs.width); ++column)
            apply<rows.output, lanes>(half + column * lanes, lineFloats, results + column * lanes,
                                      lineFloats);
        storeTile<lanes>(results, outputs, first, shape.out.grid(),
                         {finish.bias + asSize(group) * lanes, finish.relu},
                         out + asSize(group) * cellsOf(shape.out) * lanes);
    }
}

template<const auto &rows, const auto &columns> struct Plain
{
    template<int lanes>
    static void input(const WinogradShape &shape, const float *in, Extent tile, float *transformed,
                      std::size_t stride)
    {
        inputTile<rows, columns, lanes>(shape, in, tile, transformed, stride);
    }

    template<int lanes>
    static void output(const WinogradShape &shape, const float *products, std::size_t stride,
                       Extent tile, Finish finish, float *out)
    {
        outputTile<rows, columns, lanes>(shape, products, stride, tile, finish, out);
    }

    static WinogradKernels kernels(int lanes)
    {
        return lanes == 16 ? WinogradKernels{input<16>, output<16>}
                           : WinogradKernels{input<8>, output<8>};
    }
};

#if defined(__x86_64__)

/// The same, compiled for more than every processor has.
template<const auto &rows, const auto &columns> struct Fast
{
    [[gnu::target("avx512f")]] static void input16(const WinogradShape &shape, const float *in,
                                                   Extent tile, float *transformed,
                                                   std::size_t stride)
    {
        inputTile<rows, columns, 16>(shape, in, tile, transformed, stride);
    }

    [[gnu::target("avx512f")]] static void output16(const WinogradShape &shape,
                                                    const float *products, std::size_t stride,
                                                    Extent tile, Finish finish, float *out)
    {
        outputTile<rows, columns, 16>(shape, products, stride, tile, finish, out);
    }

    [[gnu::target("avx2,fma")]] static void input8(const WinogradShape &shape, const float *in,
                                                   Extent tile, float *transformed,
                                                   std::size_t stride)
    {
        inputTile<rows, columns, 8>(shape, in, tile, transformed, stride);
    }

    [[gnu::target("avx2,fma")]] static void output8(const WinogradShape &shape,
                                                    const float *products, std::size_t stride,
                                                    Extent tile, Finish finish, float *out)
    {
        outputTile<rows, columns, 8>(shape, products, stride, tile, finish, out);
    }

    static WinogradKernels kernels(int lanes)
    {
        if (lanes == 16 && __builtin_cpu_supports("avx512f"))
            return {input16, output16};
        if (lanes == 8 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            return {input8, output8};
        return Plain<rows, columns>::kernels(lanes);
    }
};

#else

template<const auto &rows, const auto &columns> using Fast = Plain<rows, columns>;

#endif

/// [points][taps] in two directions.
template<const auto &rows, const auto &columns> std::vector<double> filterMatrix()
{
    std::vector<double> product;
    for (const auto &down : rows.filter) {
        for (const auto &along : columns.filter) {
            for (double first : down) {
                for (double second : along)
                    product.push_back(first * second);
            }
        }
    }
    return product;
}

/// Calls `use` with the two lines of a tiling.
template<std::size_t index = 0, typename Use> auto withLines(const WinogradTiling &tiling, Use use)
{
    constexpr WinogradTile tile = winogradTiles[index];
    if (tiling.taps == tile.taps)
        return use.template operator()<line<tile.outputs.height, tile.taps.height>,
                                       line<tile.outputs.width, tile.taps.width>>();
    if constexpr (index + 1 < winogradTiles.size())
        return withLines<index + 1>(tiling, use);
    else
        throw std::invalid_argument("there is no Winograd transform for this kernel");
}

} // namespace

WinogradKernels winogradKernels(const WinogradShape &shape)
{
    return withLines(
        shape.tiling, [&] < const auto &rows,
        const auto &columns > { return Fast<rows, columns>::kernels(shape.lanes); });
}

std::vector<float> transformedFilters(std::span<const float> filters, int out, int in,
                                      const WinogradTiling &tiling)
{
    const std::vector<double> matrix = withLines(
        tiling, [] < const auto &rows,
        const auto &columns > { return filterMatrix<rows, columns>(); });
    const std::size_t taps = asSize(tiling.taps.height) * asSize(tiling.taps.width);
    const std::size_t points = matrix.size() / taps;
    std::vector<float> transformed(points * asSize(in) * asSize(out));
    // [in, out], before the threads begin: none of them may throw.
    std::vector<double> allSums(asSize(in) * asSize(out));
#pragma omp parallel for schedule(static)
    for (int channel = 0; channel < in; ++channel) {
        const std::span sums =
            std::span(allSums).subspan(asSize(channel) * asSize(out), asSize(out));
        for (std::size_t point = 0; point < points; ++point) {
            std::ranges::fill(sums, 0.0);
            for (std::size_t tap = 0; tap < taps; ++tap) {
                const double factor = matrix[point * taps + tap];
                const float *from = filters.data() + asSize(channel) * taps + tap;
                for (std::size_t filter = 0; filter < asSize(out); ++filter)
                    sums[filter] += factor * from[filter * asSize(in) * taps];
            }
            float *to = transformed.data() + (point * asSize(in) + asSize(channel)) * asSize(out);
            std::ranges::copy(sums, to);
        }
    }
    return transformed;
}

} // namespace inceptoscope
