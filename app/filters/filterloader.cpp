#include "filters/filterloader.h"

#include "async/whendone.h"

#include <QtConcurrentRun>

namespace inceptoscope {

static FilterLoader::DrawnPtr draw(const FilterSetPtr &filters,
                                   const FilterLoader::Request &request)
{
    FilterLoader::Drawn drawn{filters, filterRanges(*filters, request.scale), {}};
    for (int filter = 0; filter < filters->filters; ++filter)
        drawn.images.push_back(filterImage(*filters, filter, request.map,
                                           drawn.ranges[static_cast<std::size_t>(filter)]));
    return std::make_shared<const FilterLoader::Drawn>(std::move(drawn));
}

static Expected<FilterLoader::DrawnPtr> drawnFilters(const FilterSetPtr &known,
                                                     const FilterLoader::Request &request)
{
    if (known)
        return draw(known, request);
    return readFilters(request.entry, request.layer).map([&](const FilterSetPtr &filters) {
        return draw(filters, request);
    });
}

void FilterLoader::load(const Request &request)
{
    const int ticket = ++m_ticket;
    m_busy = true;
    const bool isKnown = m_read && request.entry == m_readEntry && request.layer == m_readLayer;
    whenDone(this, QtConcurrent::run([request, known = isKnown ? m_read : nullptr] {
                 return drawnFilters(known, request);
             }),
             [this, ticket, request](const Expected<DrawnPtr> &drawn) {
                 if (ticket != m_ticket)
                     return;
                 m_busy = false;
                 if (!drawn) {
                     emit failed(QString::fromStdString(drawn.error().message));
                     return;
                 }
                 m_readEntry = request.entry;
                 m_readLayer = request.layer;
                 m_read = (*drawn)->filters;
                 emit loaded(*drawn);
             });
}

void FilterLoader::cancel()
{
    ++m_ticket;
    m_busy = false;
}

} // namespace inceptoscope
