#pragma once

#include "graph/error.h"
#include "networks/networkcatalogue.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>
#include <QString>

#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

/// The filters of one convolution as its weights file has them, before a BatchNorm scales them.
struct FilterSet
{
    int layer = -1; ///< index in the graph
    int filters = 0;
    int inputs = 0; ///< channels each filter reads
    Extent kernel;
    bool ofPhoto = false; ///< reads the photo: the three inputs are red, green and blue
    std::vector<float> values; ///< [filters, inputs, kernel height, kernel width]

    std::span<const float> filter(int index) const;
    bool operator==(const FilterSet &) const = default;
};
using FilterSetPtr = std::shared_ptr<const FilterSet>;

/// Whether there is something to see: a convolution of more than 1×1 with no more than some
/// thousand kernels, as in the first layers. `why` there is not, in a sentence, where it is given.
bool hasDrawableFilters(const NetworkGraph &graph, int layer, QString *why = nullptr);

/// Reads them from the weights of a network; blocks on the disk.
Expected<FilterSetPtr> readFilters(const CatalogueEntry &entry, const std::string &layerId);

/// Each filter's farthest value from 0, on both sides; or that of all.
std::vector<ValueRange> filterRanges(const FilterSet &filters, ScaleMode scale);

/// One filter, one pixel a weight. Of those that read the photo in its colours, grey where it is 0;
/// of others the kernels for each input side by side, with gaps that are transparent.
QImage filterImage(const FilterSet &filters, int index, ColourMap map, const ValueRange &range);

} // namespace inceptoscope
