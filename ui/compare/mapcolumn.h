#pragma once

#include "activations/colourlegend.h"
#include "render/channelsummary.h"

#include <QWidget>

class QStackedWidget;

namespace inceptoscope {

class BusyVeil;
class ChannelGrid;
class ElidedLabel;
class EmptyState;
class MapExport;
class MessageBar;
struct SheetOptions;

/// The maps of one side of a comparison: what they are, all of them, and the layer in numbers.
class MapColumn : public QWidget
{
    Q_OBJECT

public:
    /// `name`: "A" or "B".
    explicit MapColumn(const QString &name, QWidget *parent = nullptr);

    ChannelGrid *grid() const { return m_grid; }
    void showMaps(const QString &title, const Activation &activation,
                  const ActivationSummaryPtr &summary);
    /// Why there are none.
    void showEmpty(const QString &line);
    /// While an answer is on its way: the old maps stay, dimmed.
    void setBusy(bool busy);
    void setLegend(const ColourLegend::Content &content);
    void setScale(ScaleMode scale);

    bool isEmpty() const;
    QString title() const;
    QString emptyLine() const;

signals:
    void cancelRequested();

private:
    void build(const QString &name);
    void addExports();
    void save(const QString &suffix);
    void saveTo(const QString &path);
    SheetOptions sheetOptions() const;

    ScaleMode m_scale = ScaleMode::PerMap;
    ElidedLabel *m_title;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_maps;
    ChannelGrid *m_grid;
    ColourLegend *m_legend;
    ElidedLabel *m_statistics;
    MessageBar *m_message;
    MapExport *m_export;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
