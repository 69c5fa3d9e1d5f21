#pragma once

#include "filters/filterset.h"

#include <QObject>

namespace inceptoscope {

/// Reads a layer's filters and draws them on another thread. The newest request wins.
class FilterLoader : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        CatalogueEntry entry;
        std::string layer; ///< its id
        ColourMap map = ColourMap::Diverging;
        ScaleMode scale = ScaleMode::PerMap;
    };

    /// Filters with their pictures.
    struct Drawn
    {
        FilterSetPtr filters;
        std::vector<ValueRange> ranges; ///< by filter
        std::vector<QImage> images; ///< one pixel a weight
    };
    using DrawnPtr = std::shared_ptr<const Drawn>;

    using QObject::QObject;

    /// What was read last is drawn again without reading.
    void load(const Request &request);
    void cancel();
    bool isBusy() const { return m_busy; }

signals:
    void loaded(const inceptoscope::FilterLoader::DrawnPtr &drawn);
    void failed(const QString &sentence);

private:
    int m_ticket = 0;
    bool m_busy = false;
    CatalogueEntry m_readEntry;
    std::string m_readLayer;
    FilterSetPtr m_read;
};

} // namespace inceptoscope
