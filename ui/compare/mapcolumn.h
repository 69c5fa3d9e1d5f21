#pragma once

#include "activations/backdrop.h"
#include "render/channelsummary.h"
#include "render/scaletext.h"

#include <QWidget>

class QBoxLayout;
class QStackedWidget;

namespace inceptoscope {

class BusyVeil;
class ChannelGrid;
class ChannelView;
class ElidedLabel;
class EmptyState;
class MapExport;
class MessageBar;
class ScaleBar;
struct MapPicture;

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
    /// The pixels the network saw, to lay one map over them.
    void setBackdrop(const Backdrop &backdrop);
    /// Why there are none.
    void showEmpty(const QString &line);
    /// While an answer is on its way: the old maps stay, dimmed.
    void setBusy(bool busy);
    void tellProblem(const QString &sentence);
    void setLegend(ColourMap map, const ScaleText &scale);
    void setScale(ScaleMode scale);
    /// Scale and figures below the maps, one below the other where they have no room side by side.
    bool fitsFootInLine() const;
    void setFootInLine(bool inLine);

    /// What leaves the program: the maps as they are on the screen.
    MapPicture picture() const;

    /// Whether the current channel is shown large.
    bool isEnlarged() const;
    /// Shows the current channel large, or all of them again; where there is no current one, or it
    /// is a single value, all of them.
    void setEnlarged(bool enlarged);
    /// The large map in the grid's colours and range.
    void updateEnlarged();

    bool isEmpty() const;
    QString title() const;
    QString emptyLine() const;

signals:
    void cancelRequested();
    void enlargeRequested(bool enlarged); ///< by the person

private:
    void build(const QString &name);
    void addExports();
    void save(const QString &suffix);
    void saveTo(const QString &path);

    ScaleMode m_scale = ScaleMode::PerMap;
    ElidedLabel *m_title;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_maps;
    QStackedWidget *m_views;
    ChannelGrid *m_grid;
    ChannelView *m_view;
    ScaleBar *m_legend;
    ScaleText m_scaleText;
    ElidedLabel *m_statistics;
    QBoxLayout *m_foot;
    MessageBar *m_message;
    MapExport *m_export;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
