#pragma once

#include "graph/networkgraph.h"

#include <QWidget>

#include <optional>

class QAction;

namespace inceptoscope {

class BreadcrumbBar;
class DiagramExporter;
class DiagramLegend;
class DiagramView;
class EmptyState;
class MessageBar;
class PaneHeader;
struct DiagramPicture;
struct OverlayValues;
struct UnfitShapes;
enum class ExportFormat;

/// The pane of the block diagram: what the network is and costs, buttons for what the view can do,
/// the view itself and the legend. Without a network it says what will appear.
class DiagramPane : public QWidget
{
    Q_OBJECT

public:
    explicit DiagramPane(QWidget *parent = nullptr);

    DiagramView *view() const { return m_view; }
    PaneHeader *header() const { return m_header; }

    /// `title` is the network's, with what is special about this one; empty: the graph's own.
    void setGraph(const NetworkGraph &graph, const QString &title = {});
    /// For an input of `size` pixels, which the network does not take: shows where the grid
    /// vanishes, and `problem` above with a way back to the size of `graph`.
    void setUnfitGraph(const NetworkGraph &graph, int size, const QString &title,
                       const QString &problem);
    /// Shows the empty state, `why` in it where there is a reason.
    void clear(const QString &why = {});
    /// Tints the boxes; where there are no values, `lack` says why.
    void setOverlay(const OverlayValues &overlay, const QString &lack = {});
    DiagramLegend *legend() const { return m_legend; }
    BreadcrumbBar *breadcrumbs() const { return m_breadcrumbs; }
    QString current() const;
    /// What the buttons do, for a menu.
    const QList<QAction *> &viewActions() const { return m_actions; }
    /// Take the whole diagram out of the program, with what is opened and the overlay as shown.
    const QList<QAction *> &exportActions() const { return m_exports; }
    DiagramExporter *exporter() const { return m_exporter; }
    MessageBar *messageBar() const { return m_message; }
    /// What is wrong with the size.
    MessageBar *problemBar() const { return m_problem; }

public slots:
    void setCurrent(const QString &id);

signals:
    void currentChanged(const QString &id);
    void ownSizeRequested(); ///< in place of one that the network does not take

private:
    QAction *addAction(const QString &icon, const QString &text, const QString &key,
                       void (DiagramView::*slot)());
    void addActions();
    void addExports();
    void connectExporter();
    void saveAs(ExportFormat format);
    DiagramPicture picture() const;
    QWidget *content();
    void showLegend();
    void showCrumbs();
    void showNetwork(const NetworkGraph &graph, const std::optional<UnfitShapes> &unfit,
                     const QString &detail);

    QString m_title; ///< of the network
    PaneHeader *m_header;
    DiagramView *m_view;
    BreadcrumbBar *m_breadcrumbs;
    DiagramLegend *m_legend;
    QString m_overlayLack;
    EmptyState *m_empty;
    QWidget *m_content;
    MessageBar *m_problem;
    MessageBar *m_message;
    DiagramExporter *m_exporter;
    QList<QAction *> m_actions;
    QList<QAction *> m_exports;
};

} // namespace inceptoscope
