#pragma once

#include "engine/onednn/dnnlversion.h"
#include "engine/onednn/winogradkernels.h"

namespace inceptoscope {

/// A convolution by Winograd's minimal filtering, for one picture, in float: strips of tiles are
/// transformed, multiplied by oneDNN as one matrix product for each point, and transformed back.
/// OpenMP's threads share the tiles.
class WinogradConvolution
{
public:
    WinogradConvolution(const dnnl::engine &engine, const WinogradShape &shape,
                        const dnnl::primitive_attr &attributes);

    /// [points, in, out], as transformedFilters makes them.
    dnnl::memory::desc filtersDesc() const { return m_product.weights_desc(); }
    /// Of the memory that run() works in.
    std::size_t scratchBytes() const;

    void run(dnnl::stream &stream, const float *in, const dnnl::memory &filters, Finish finish,
             float *out, std::byte *scratch) const;

private:
    int tilesFrom(int row) const;
    std::size_t strideOf(int channels) const;
    void transform(const float *in, int firstRow, float *transformed) const;
    void transformBack(const float *products, int firstRow, Finish finish, float *out) const;

    WinogradShape m_shape;
    WinogradKernels m_kernels;
    int m_rows; ///< of tiles in a strip
    dnnl::matmul::primitive_desc m_product;
    dnnl::matmul m_multiply;
};

} // namespace inceptoscope
