#pragma once

#include <QImage>
#include <QList>
#include <QVariantMap>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QSlider;
class QSpinBox;
class QStackedWidget;

namespace inceptoscope {

class BusyVeil;
class ColourLegend;
class ElidedLabel;
class Explainer;
class ExplanationExport;
class Explorer;
class MessageBar;
class PaneHeader;
class PredictionListModel;

/// Why the network answers as it does: a map of the places that speak for a class, to lie over the
/// photo; how it is found, of which class, in which block, and what its colours stand for.
class ExplanationPane : public QWidget
{
    Q_OBJECT

public:
    ExplanationPane(Explorer *explorer, Explainer *explainer, QWidget *parent = nullptr);

    /// Checked while the map lies over the photo. Space triggers it in views that it is added to.
    QAction *overlayAction() const { return m_overlay; }
    /// Copy and save.
    QList<QAction *> exportActions() const { return m_exports; }
    /// Of those, the one that Ctrl+S stands for.
    QAction *mainExport() const { return m_exports.at(1); }
    /// Saves what is shown, as what the file's suffix says: png, npy or csv.
    void save(const QString &path);

    /// Method, opacity and whether it lies over the photo: to come back as a person left them.
    QVariantMap settings() const;
    /// What is missing, or was never one of the choices, stays as it is.
    void restore(const QVariantMap &settings);

    QString legendText() const;
    /// What the pane says in words.
    QString toText() const;

signals:
    /// The map at the pixels of the crop; null: none.
    void overlayChanged(const QImage &picture, double opacity);

private:
    void build();
    QHBoxLayout *overlayRow();
    QHBoxLayout *questionRow();
    void buildPlaces();
    void addExports();
    void connectControls();
    void connectExplainer();
    void showBlocks();
    void showClasses();
    void showChoices();
    void showExplanation();
    void showOverlay();
    void choosePlace();
    void chooseWindow();
    void saveAs(const QString &suffix);

    Explorer *m_explorer;
    Explainer *m_explainer;
    ExplanationExport *m_export;
    QAction *m_overlay;
    QList<QAction *> m_exports;
    bool m_isStale = false; ///< another is on its way for longer than a moment

    PaneHeader *m_header;
    MessageBar *m_message;
    QCheckBox *m_over;
    QSlider *m_opacity;
    ElidedLabel *m_hint; ///< in its place while there is no map
    QComboBox *m_method;
    QComboBox *m_class;
    PredictionListModel *m_classes;
    QWidget *m_question; ///< what is asked and what came of it: while it lies over the photo
    QStackedWidget *m_places;
    QComboBox *m_block;
    QSpinBox *m_side;
    QSpinBox *m_stride;
    QStackedWidget *m_result;
    ElidedLabel *m_nothing; ///< why there is no map
    ColourLegend *m_legend;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
