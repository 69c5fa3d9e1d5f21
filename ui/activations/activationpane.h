#pragma once

#include "render/channelsummary.h"
#include "render/valuerange.h"

#include <QList>
#include <QWidget>

#include <array>
#include <optional>

class QAction;
class QComboBox;
class QImage;
class QSlider;
class QStackedWidget;

namespace inceptoscope {

class ActivationSummariser;
class BusyVeil;
class ChannelGrid;
class ChannelView;
class ColourLegend;
class ElidedLabel;
class EmptyState;
class MapExport;
class MessageBar;
struct SheetOptions;
class PaneHeader;

/// What the channels of a layer made of the photo: all maps as a grid, their order, scale and
/// colours to choose, what the colours stand for, and the layer in numbers.
class ActivationPane : public QWidget
{
    Q_OBJECT

public:
    explicit ActivationPane(QWidget *parent = nullptr);

    /// Summarised on a worker first; until then the old content stays. The newest wins. `title`
    /// names the layer: "Inception-B 4". The current channel is kept as long as it is the same.
    void showActivation(const QString &title, const Activation &activation);
    /// Empty: the line that says how to get maps.
    void showEmpty(const QString &line = {});
    /// The pixels the network saw, to lay one map over them; null: not known.
    void setCrop(const QImage &crop);
    /// While the network runs: the old content stays, dimmed.
    void setBusy(bool busy);

    /// -1: none.
    int currentChannel() const;
    /// While an activation is being summarised, of that one.
    void setCurrentChannel(int channel);

    ChannelGrid *grid() const { return m_grid; }
    /// Whether the current channel is shown large.
    bool isEnlarged() const;
    /// Shows the current channel large, or all of them again.
    void setEnlarged(bool enlarged);
    /// Copy and save: for the context menu, and for a window that offers them for what has the
    /// focus.
    QList<QAction *> exportActions() const { return m_exports; }
    QString legendText() const;
    QString statisticsText() const;

signals:
    void currentChannelChanged(int channel);
    void cancelRequested(); ///< of what `setBusy` announced

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addControls();
    std::array<QWidget *, 4> controls() const;
    void addExports();
    void layOutMaps();
    SheetOptions sheetOptions() const;
    void askWhereToSave(const QString &title, const QString &suffix,
                        void (ActivationPane::*save)(const QString &path));
    void savePng(const QString &path);
    void saveNpy(const QString &path);
    void saveCsv(const QString &path);
    void connectControls();
    void present(const Activation &activation, const ActivationSummaryPtr &summary);
    void updateScale();
    void updateLegend();
    void updateView();
    void cancel();
    void updateBusy();
    void hideSliderWhereNarrow();

    QString m_title; ///< of what is shown
    QString m_nextTitle; ///< of what is being summarised
    std::optional<int> m_nextChannel;
    bool m_waiting = false;
    ScaleMode m_chosenScale = ScaleMode::PerMap;

    QList<QAction *> m_exports;
    MapExport *m_export;

    PaneHeader *m_header;
    MessageBar *m_message;
    QComboBox *m_order;
    QComboBox *m_scale;
    QComboBox *m_colours;
    QSlider *m_size;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_maps; ///< grid or large view, legend and statistics
    QStackedWidget *m_views;
    ChannelGrid *m_grid;
    ChannelView *m_view;
    ColourLegend *m_legend;
    ElidedLabel *m_statistics;
    ActivationSummariser *m_summariser;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
