#pragma once

#include "activations/backdrop.h"
#include "activations/layerpanel.h"
#include "activations/mapexports.h"
#include "filters/filterloader.h"
#include "render/channelsummary.h"
#include "render/valuerange.h"

#include <QList>
#include <QVariantMap>
#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QImage;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace inceptoscope {

class ActivationSummariser;
class BusyVeil;
class ChannelGrid;
class ChannelView;
class ElidedLabel;
class EmptyState;
class FilterView;
class MessageBar;
class PaneHeader;
class ScaleBar;

/// The maps of a layer, and what they are of.
struct LayerMaps
{
    QString title; ///< "Inception-B 4"
    Activation activation;
    bool beforeActivation = false; ///< signed values
    QRectF covered{}; ///< what the grid lies over, in pixels of the crop; empty: all of it
    QString subject{}; ///< network and photo, for exported pictures
    QString fileName{}; ///< for exports, without an ending
};

/// What the channels of a layer made of the photo: all maps as a grid or one large, or the filters
/// that made them; order, scale and colours to choose, what the colours stand for, and the layer in
/// numbers.
class ActivationPane : public QWidget
{
    Q_OBJECT

public:
    explicit ActivationPane(QWidget *parent = nullptr);

    /// Summarised on a worker first; until then the old content stays. The newest wins. The current
    /// channel is kept as long as the title is the same.
    void showMaps(const LayerMaps &maps);
    void showActivation(const QString &title, const Activation &activation);
    /// Of a layer without maps, which needs no photo: its filters, while the panel says so.
    void showWithoutMaps(const LayerMaps &maps);
    /// Empty: the line that says how to get maps. `action` is the text of a button that helps.
    void showEmpty(const QString &line = {}, const QString &action = {});
    /// What one map may be laid over; what it covers of it comes with the maps.
    void setBackdrop(const Backdrop &backdrop);
    /// While the network runs: the old content stays, dimmed.
    void setBusy(bool busy);
    /// In place of the maps, while the panel says so.
    void showFilters(const FilterLoader::DrawnPtr &drawn);
    void showFilterProblem(const QString &sentence);

    /// -1: none.
    int currentChannel() const;
    /// While an activation is being summarised, of that one.
    void setCurrentChannel(int channel);

    PaneHeader *header() const { return m_header; }
    ChannelGrid *grid() const { return m_grid; }
    LayerPanel *panel() const { return m_panel; }
    FilterView *filterView() const { return m_filters; }
    /// Whether the current channel is shown large.
    bool isEnlarged() const;
    /// Shows the current channel large, or all of them again.
    void setEnlarged(bool enlarged);
    /// Every picture is there.
    bool isSettled() const;
    /// Copy and save: for the context menu, and for a window that offers them for what has the
    /// focus.
    QList<QAction *> exportActions() const { return m_exports->actions(); }
    /// Of those, the one that Ctrl+S stands for.
    QAction *mainExport() const { return m_exports->mainAction(); }
    /// To be alone in the window; checked while it is.
    QAction *maximiseAction() const { return m_maximise; }
    /// Order, scale, colours, size: to come back as a person left them.
    QVariantMap settings() const;
    void restore(const QVariantMap &settings);
    QString legendText() const;
    QString statisticsText() const;

    QSize minimumSizeHint() const override;

signals:
    void currentChannelChanged(int channel);
    void emptyActionTriggered(); ///< of the button of showEmpty
    void cancelRequested(); ///< of what `setBusy` announced
    /// With these colours and on this scale.
    void filtersWanted(inceptoscope::ColourMap map, inceptoscope::ScaleMode scale);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    bool goBack();
    void addControls();
    void addButtons();
    void layOutMaps();
    MapExports::Content exported() const;
    void connectControls();
    void connectViews();
    void present(const Activation &activation, const ActivationSummaryPtr &summary);
    bool isSigned() const;
    bool showsFilters() const;
    ScaleMode chosenMode() const;
    ScaleMode filterMode() const;
    void chooseOrder();
    void chooseScale();
    void chooseColours();
    void takeLimits(const ValueRange &limits);
    void showColours();
    void updateScale();
    void updateLegend();
    ScaleText currentScale() const;
    ScaleText filterScale() const;
    void updateView();
    void updateTitle();
    void updateFilters();
    void showStatistics(const QString &pointedAt = {});
    void cancel();
    void tellProblem(const QString &sentence);
    void updateBusy();
    void updateExports();
    FilterPicture exportedFilters() const;
    void arrange();

    LayerMaps m_shown;
    LayerMaps m_next; ///< being summarised
    std::optional<int> m_nextChannel;
    Backdrop m_backdrop;
    bool m_waiting = false;
    MapScale m_scaling; ///< as chosen
    bool m_hasLimits = false; ///< of a fixed scale: somebody looked at one
    ColourMap m_colourMap = ColourMap::Viridis;
    ColourMap m_signedMap = ColourMap::Diverging;

    PaneHeader *m_header;
    MessageBar *m_message;
    MapExports *m_exports;
    QComboBox *m_order;
    QComboBox *m_scale;
    QComboBox *m_colours;
    QSlider *m_size;
    QAction *m_panelAction;
    QAction *m_maximise;
    QList<QWidget *> m_controls;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_maps; ///< grid or large view, panel, legend and statistics
    QStackedWidget *m_views;
    ChannelGrid *m_grid;
    ChannelView *m_view;
    FilterView *m_filters;
    LayerPanel *m_panel;
    ScaleBar *m_legend;
    ElidedLabel *m_statistics;
    ActivationSummariser *m_summariser;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
