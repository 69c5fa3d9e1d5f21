#pragma once

#include "checkpoint/tensorfile.h"
#include "graph/networkgraph.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// The tensors of one network, one for each entry of `graph.parameterSpecs()`, in that order. They
/// lie where they were found, as they were stored: in a mapped file, which stays mapped for as
/// long. Immutable and shared.
class Weights
{
public:
    struct Entry
    {
        ParameterSpec spec;
        StoredTensor tensor; ///< of the spec's shape
    };

    Weights() = default;
    explicit Weights(std::vector<Entry> entries)
        : m_entries(std::make_shared<const std::vector<Entry>>(std::move(entries)))
    {
    }

    bool empty() const { return !m_entries || m_entries->empty(); }
    const std::vector<Entry> &entries() const { return *m_entries; }

private:
    std::shared_ptr<const std::vector<Entry>> m_entries;
};

/// Whether a tensor of a file may stand for one a network needs: of the same shape or, as the first
/// public file of BN-Inception has its vectors, [1, C] for [C].
bool shapeFits(const std::vector<std::int64_t> &shape, const std::vector<std::int64_t> &needed);

/// How the names in a file answered to what a network needs.
struct BindReport
{
    struct ShapeMismatch
    {
        std::string name; ///< in the file
        std::vector<std::int64_t> expected;
        std::vector<std::int64_t> found;
        bool operator==(const ShapeMismatch &) const = default;
    };

    std::vector<std::string> missing; ///< names the network needs and the file lacks
    std::vector<std::string> unexpected; ///< names in the file that nothing asked for
    std::vector<ShapeMismatch> misshapen;

    bool complete() const { return missing.empty() && misshapen.empty(); }
    /// One sentence: what is wrong first, with names and counts.
    std::string summary() const;
    bool operator==(const BindReport &) const = default;
};

struct BoundWeights
{
    Weights weights; ///< empty unless the report is complete
    BindReport report;
};

/// The name under which a file stores a parameter of a graph.
using NameMap = std::function<std::string(const NetworkGraph &, const ParameterSpec &)>;

/// The project's own names: ParameterSpec::name.
NameMap ownNames();

/// PyTorch's BatchNorms count the batches they were trained on in a tensor of this name.
inline constexpr std::string_view batchCounter = "num_batches_tracked";
bool isBatchCounter(std::string_view name);

/// Matches a file's tensors to the graph. `num_batches_tracked` counters are not unexpected.
BoundWeights bindWeights(const NetworkGraph &graph, const TensorFile &file, const NameMap &names);

} // namespace inceptoscope
