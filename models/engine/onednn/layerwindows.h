#pragma once

#include "engine/onednn/dnnlversion.h"
#include "graph/layer.h"

namespace inceptoscope {

/// Of a convolution or pool. Padding after the last row or column makes up for what the windows
/// reach beyond it; rows and columns that none of them reaches are left out.
Windows windowsOf(const Layer &layer);

dnnl::algorithm poolingOf(const Layer &layer);

} // namespace inceptoscope
