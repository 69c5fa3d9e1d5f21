#pragma once

#include "graph/error.h"
#include "weights/downloadrequest.h"
#include "weights/publicweights.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// $XDG_DATA_HOME/inceptoscope/networks
std::filesystem::path installedWeightsFolder();

/// The files of a folder that are called as weights are, in name order; none where it cannot be
/// read.
std::vector<std::filesystem::path> weightFilesIn(const std::filesystem::path &folder);

/// A set of weights in the person's folder.
struct InstalledWeights
{
    std::string id;
    std::string title; ///< the id where it cannot be told
    std::string network; ///< id of the family; empty where it cannot be told
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::string source; ///< who published them, or where; may be empty
    std::string licence; ///< may be empty
    std::string sha256; ///< as recorded when they were installed; may be empty
    std::string problem; ///< a sentence: why they cannot be used; empty: they can

    bool operator==(const InstalledWeights &) const = default;
};

struct ImportOptions
{
    std::string id{}; ///< empty: the file's own, or made of its name
    bool replace = false; ///< what is installed under that id
};

/// What a person has installed: `<id>.<suffix>` with, beside it, `<id>.json` (checkpoint/sidecar.h)
/// and `<id>.sha256` (as sha256sum writes it). Everything here blocks on the disk, so call it from
/// a worker. Errors are sentences with the file's name.
class WeightStore
{
public:
    explicit WeightStore(std::filesystem::path folder = installedWeightsFolder());

    const std::filesystem::path &folder() const { return m_folder; }

    /// In the order of their files' names.
    std::vector<InstalledWeights> list() const;
    /// Fails where there are none of that id.
    Expected<InstalledWeights> find(std::string_view id) const;

    /// What fetches published weights and installs them, recognised and checked.
    DownloadRequest requestFor(const PublicWeights &weights) const;

    /// Copies a file that is recognised, with what lies beside it (checkpoint/sidecar.h).
    Expected<InstalledWeights> import(const std::filesystem::path &file,
                                      const ImportOptions &options = {},
                                      const std::stop_token &stop = {}) const;

    /// The same for what is to be kept whatever else is installed: of another id where others have
    /// its own. A file that is installed already stays as it is.
    Expected<InstalledWeights> keep(const std::filesystem::path &file,
                                    const std::stop_token &stop = {}) const;

    /// Removes the files of that id, the part of a download that did not end included.
    Expected<void> remove(std::string_view id) const;

    struct Checked
    {
        std::string sha256; ///< of the file as it is
        bool wasRecorded = false; ///< and as it was when it was installed
    };
    /// Reads all of it: the hash is the one recorded, every tensor of the network is there with its
    /// shape, every value is finite.
    Expected<Checked> check(std::string_view id, const std::stop_token &stop = {}) const;

private:
    std::filesystem::path m_folder;
};

} // namespace inceptoscope
