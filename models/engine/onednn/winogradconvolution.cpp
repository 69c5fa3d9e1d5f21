#include "engine/onednn/winogradconvolution.h"

#include <algorithm>

namespace inceptoscope {

using dnnl::memory;

namespace {

/// What the numbers of one strip may take, so that they stay in the caches. Anything from 1 to 8 MB
/// was as fast.
constexpr std::size_t mostStripBytes = std::size_t{2} << 20U;

std::size_t asSize(std::int64_t value)
{
    return static_cast<std::size_t>(value);
}

std::int64_t pointsOf(const WinogradTiling &tiling)
{
    return std::int64_t{tiling.points().height} * tiling.points().width;
}

/// Of tiles.
int rowsOfStrip(const WinogradShape &shape)
{
    const std::size_t perRow = asSize(pointsOf(shape.tiling) * shape.tiling.tiles.width
                                      * (shape.in.channels + shape.out.channels))
        * sizeof(float);
    const int all = shape.tiling.tiles.height;
    const int most = std::max(static_cast<int>(mostStripBytes / perRow), 1);
    const int strips = (all + most - 1) / most;
    return (all + strips - 1) / strips;
}

dnnl::matmul::primitive_desc productOf(const dnnl::engine &engine, const WinogradShape &shape,
                                       int rows, const dnnl::primitive_attr &attributes)
{
    const std::int64_t points = pointsOf(shape.tiling);
    const std::int64_t tiles = std::int64_t{rows} * shape.tiling.tiles.width;
    constexpr auto plain = memory::format_tag::abc;
    constexpr auto any = memory::format_tag::any;
    constexpr auto type = memory::data_type::f32;
    return matmulDesc(engine, {{points, tiles, shape.in.channels}, type, plain},
                      {{points, shape.in.channels, shape.out.channels}, type, any},
                      {{points, tiles, shape.out.channels}, type, plain}, attributes);
}

} // namespace

WinogradConvolution::WinogradConvolution(const dnnl::engine &engine, const WinogradShape &shape,
                                         const dnnl::primitive_attr &attributes)
    : m_shape(shape)
    , m_kernels(winogradKernels(shape))
    , m_rows(rowsOfStrip(shape))
    , m_product(productOf(engine, shape, m_rows, attributes))
    , m_multiply(m_product)
{
}

std::size_t WinogradConvolution::scratchBytes() const
{
    return m_product.src_desc().get_size() + m_product.dst_desc().get_size()
        + m_product.scratchpad_desc().get_size();
}

void WinogradConvolution::run(dnnl::stream &stream, const float *in, const memory &filters,
                              Finish finish, float *out, std::byte *scratch) const
{
    std::byte *products = scratch + m_product.src_desc().get_size();
    std::byte *scratchpad = products + m_product.dst_desc().get_size();
    const dnnl::engine engine = stream.get_engine();
    const std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, memory(m_product.src_desc(), engine, scratch)},
        {DNNL_ARG_WEIGHTS, filters},
        {DNNL_ARG_DST, memory(m_product.dst_desc(), engine, products)},
        {DNNL_ARG_SCRATCHPAD, memory(m_product.scratchpad_desc(), engine, scratchpad)}};
    for (int row = 0; row < m_shape.tiling.tiles.height; row += m_rows) {
        transform(in, row, reinterpret_cast<float *>(scratch));
        m_multiply.execute(stream, arguments);
        stream.wait();
        transformBack(reinterpret_cast<const float *>(products), row, finish, out);
    }
}

/// The last strip may be lower than the others: what lies in its place is multiplied along, and
/// nobody looks at that.
int WinogradConvolution::tilesFrom(int row) const
{
    const Extent tiles = m_shape.tiling.tiles;
    return std::min(m_rows, tiles.height - row) * tiles.width;
}

std::size_t WinogradConvolution::strideOf(int channels) const
{
    return asSize(m_rows) * asSize(m_shape.tiling.tiles.width) * asSize(channels);
}

void WinogradConvolution::transform(const float *in, int firstRow, float *transformed) const
{
    const int width = m_shape.tiling.tiles.width;
    const int channels = m_shape.in.channels;
    const int tiles = tilesFrom(firstRow);
#pragma omp parallel for schedule(static)
    for (int i = 0; i < tiles; ++i)
        m_kernels.input(m_shape, in, {firstRow + i / width, i % width},
                        transformed + asSize(i) * asSize(channels), strideOf(channels));
}

void WinogradConvolution::transformBack(const float *products, int firstRow, Finish finish,
                                        float *out) const
{
    const int width = m_shape.tiling.tiles.width;
    const int channels = m_shape.out.channels;
    const int tiles = tilesFrom(firstRow);
#pragma omp parallel for schedule(static)
    for (int i = 0; i < tiles; ++i)
        m_kernels.output(m_shape, products + asSize(i) * asSize(channels), strideOf(channels),
                         {firstRow + i / width, i % width}, finish, out);
}

} // namespace inceptoscope
