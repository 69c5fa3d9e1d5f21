#include "weights/weightsrow.h"

#include "weights/partfile.h"

#include <algorithm>

namespace inceptoscope {

WeightsState WeightsRow::state() const
{
    switch (download) {
    case DownloadState::Connecting:
    case DownloadState::Receiving:
    case DownloadState::Waiting:
    case DownloadState::Checking:
        return WeightsState::Busy;
    case DownloadState::Failed:
        return WeightsState::Failed;
    case DownloadState::Finished:
        return WeightsState::Installed;
    case DownloadState::Idle:
    case DownloadState::Paused:
        break;
    }
    if (installed)
        return installed->problem.empty() ? WeightsState::Installed : WeightsState::Unusable;
    return progress.received > 0 ? WeightsState::Paused : WeightsState::NotHere;
}

bool WeightsRow::hasPart() const
{
    return state() == WeightsState::Paused
        || (state() == WeightsState::Failed && progress.received > 0);
}

bool WeightsRow::canGet() const
{
    switch (state()) {
    case WeightsState::NotHere:
    case WeightsState::Paused:
    case WeightsState::Failed:
        return isPublic;
    case WeightsState::Busy:
    case WeightsState::Installed:
    case WeightsState::Unusable:
        break;
    }
    return false;
}

namespace {

/// What was left in another run of the program.
DownloadProgress leftPart(const DownloadRequest &request)
{
    const auto part = leftPartOf(request.destination);
    if (!part || part->record.url != request.url)
        return {};
    return {part->bytes, part->record.total, 0.0};
}

WeightsRow rowOf(const InstalledWeights &installed)
{
    WeightsRow row;
    row.weights.id = installed.id;
    row.weights.network = installed.network;
    row.weights.title = installed.title;
    row.weights.licence = installed.licence;
    row.weights.url = installed.source;
    row.weights.size = installed.bytes;
    row.weights.sizeIsApproximate = false;
    row.isPublic = false;
    row.installed = installed;
    return row;
}

} // namespace

Expected<std::vector<WeightsRow>> weightsRows(const WeightStore &store)
{
    const auto table = publicWeights();
    if (!table)
        return tl::unexpected(table.error());
    const auto mine = store.list();
    std::vector<WeightsRow> rows;
    for (const PublicWeights &weights : *table) {
        WeightsRow row;
        row.weights = weights;
        const auto found = std::ranges::find(mine, weights.id, &InstalledWeights::id);
        if (found != mine.end())
            row.installed = *found;
        else
            row.progress = leftPart(store.requestFor(weights));
        rows.push_back(std::move(row));
    }
    for (const InstalledWeights &weights : mine) {
        if (!findPublicWeights(*table, weights.id))
            rows.push_back(rowOf(weights));
    }
    return rows;
}

} // namespace inceptoscope
