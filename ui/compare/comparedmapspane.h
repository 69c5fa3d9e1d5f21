#pragma once

#include "activations/backdrop.h"
#include "compare/mapcomparer.h"

#include <QImage>
#include <QWidget>

#include <array>
#include <functional>

class QComboBox;
class QLabel;
class QScrollBar;
class QSlider;

namespace inceptoscope {

class MapColumn;
class PaneHeader;

/// The maps of two layers side by side: one order, scale, colours and size for both, and they
/// scroll together. Where both are the same layer of one network, their channels are each other's:
/// they can be ordered by how much they differ, the current one is the same, and each channel's
/// colours mean the same in both. The box of scales says so.
class ComparedMapsPane : public QWidget
{
    Q_OBJECT

public:
    /// By number, mean, …: each side has its own order. By difference: both have one.
    enum class Order { ByIndex, ByMean, ByPeak, ByEnergy, ByMapDifference, ByEnergyDifference };

    /// `places` chooses among what there is to compare.
    explicit ComparedMapsPane(QWidget *places, QWidget *parent = nullptr);

    /// One side: its maps, or why there are none.
    struct Content
    {
        QString title; ///< of what the maps are of
        const Activation *activation = nullptr; ///< null: none, or not yet
        Backdrop backdrop{}; ///< what one of them may be laid over
        QString emptyLine{};
        bool isBusy = false; ///< what was shown before stays until there is something
    };
    /// Compared on a worker first. The newest wins.
    void showContents(const Content &a, const Content &b);
    /// Whether the channels of both sides are each other's.
    void setSameLayers(bool same);
    void setOrder(Order order);
    Order order() const;

    MapColumn *columnA() const { return m_columns[0]; }
    MapColumn *columnB() const { return m_columns[1]; }
    QComboBox *orderBox() const { return m_order; }
    QComboBox *scaleBox() const { return m_scale; }
    /// Which channels differ most, and by how much; empty where they cannot be compared.
    QString differenceText() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build(QWidget *places);
    void fillOrders();
    void connectControls();
    void linkGrids();
    void follow(QScrollBar *leader, QScrollBar *follower);
    void compare(const Activation &a, const Activation &b);
    void showSide(std::size_t side, const Activation &activation,
                  const ActivationSummaryPtr &summary);
    void present(const ComparedMaps &maps);
    void agreeOnChannel();
    void applyOrder();
    bool isSingleCell() const;
    bool isComparable() const { return !m_maps.mapDifferences.empty(); }
    void applyScale();
    void nameScales();
    QString scaleWords(bool shared, int channel) const;
    void updateLegends();
    void fitFeet();
    void updateColumn(MapColumn &column);
    void enlarge(MapColumn &column, bool enlarged);
    void updateDifferences();
    void forEachColumn(const std::function<void(MapColumn &)> &act);
    const std::vector<double> &differences() const;

    /// What is on the screen or on its way.
    struct Compared
    {
        std::shared_ptr<const LazyValues> a;
        std::shared_ptr<const LazyValues> b;
        bool isSameLayer = false;

        bool operator==(const Compared &) const = default;
    };

    std::array<Content, 2> m_contents;
    Compared m_compared;
    ComparedMaps m_maps;
    bool m_isSameLayer = false;
    ScaleMode m_chosenScale = ScaleMode::PerMap; ///< for maps of more than one cell
    bool m_isFollowing = false;
    PaneHeader *m_header;
    QComboBox *m_order;
    QComboBox *m_scale;
    QComboBox *m_colours;
    QSlider *m_size;
    std::array<MapColumn *, 2> m_columns;
    QLabel *m_differences;
    MapComparer *m_comparer;
};

} // namespace inceptoscope
