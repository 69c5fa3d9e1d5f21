#pragma once

#include "filters/filterset.h"
#include "render/channelsummary.h"

#include <QList>
#include <QStringList>
#include <QWidget>

#include <cstddef>

class QCheckBox;
class QComboBox;
class QLabel;

namespace inceptoscope {

class HistogramPlot;

/// What of the selected element the maps show.
enum class ShownValues { Output, BeforeActivation, Filters };

/// Beside the maps: which part of the block they are of, which of its values, how often which value
/// is there, and how many zeros.
class LayerPanel : public QWidget
{
    Q_OBJECT

public:
    /// A block, or a branch or layer of it.
    struct Part
    {
        QString id;
        QString title; ///< "Branch 2 · 17×17×224"
        int indent = 0; ///< steps

        bool operator==(const Part &) const = default;
    };

    explicit LayerPanel(QWidget *parent = nullptr);

    void setParts(const QList<Part> &parts, const QString &current);
    QList<Part> parts() const { return m_parts; }

    void setShown(ShownValues shown);
    ShownValues shown() const;
    /// Whether there is such a thing; `why` not, for the tool tip.
    void setAvailable(ShownValues values, bool available, const QString &why = {});

    void setLayer(const ActivationSummaryPtr &summary, const GridShape &shape);
    /// -1: none.
    void setChannel(int channel, const Activation &activation);
    /// While filters are shown, in place of the layer's values.
    void setFilters(const FilterSet &filters);
    /// All of the panel's figures, for people and tests.
    QString figures() const;

signals:
    void partChosen(const QString &id);
    void shownChanged(inceptoscope::ShownValues shown);

private:
    void updateFigures();

    QList<Part> m_parts;
    ActivationSummaryPtr m_summary;
    GridShape m_shape;
    int m_channel = -1;
    std::ptrdiff_t m_weights = 0; ///< of the filters that are shown; 0: none are
    QComboBox *m_part;
    QComboBox *m_shown;
    QStringList m_hints; ///< by row of it
    HistogramPlot *m_histogram;
    QCheckBox *m_logarithmic;
    QLabel *m_figures;
};

} // namespace inceptoscope
